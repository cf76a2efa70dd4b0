import { clockOf, singly, waitOf, type Language } from './language.ts';

export const french: Language = {
  duration: (seconds) => {
    const { hours, minutes } = waitOf(seconds);
    if (hours === 0 && minutes === 0) return 'moins d’une minute';
    const parts = [
      hours > 0 ? (hours === 1 ? 'une heure' : `${hours} heures`) : '',
      minutes > 0 ? (minutes === 1 ? 'une minute' : `${minutes} minutes`) : '',
    ];
    return `environ ${parts.filter((part) => part !== '').join(' et ')}`;
  },
  time: (ms, { zone }) => {
    const { hour, minute } = clockOf(ms, zone);
    return `${hour === 1 ? '1 heure' : `${hour} heures`}${minute === 0 ? '' : ` ${minute}`}`;
  },
  plus: 'plus',
  // Numbers are said in pairs: 01 42 is `0 1, 42`.
  group: (digits) => (/^[1-9]\d$/.test(digits) ? digits : singly(digits)),
};
