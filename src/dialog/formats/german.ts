import { clockOf, singly, waitOf, type Language } from './language.ts';

/** Durations are accusative (`Sie warten etwa eine Stunde`): prompts are worded to fit. */
export const german: Language = {
  duration: (seconds) => {
    const { hours, minutes } = waitOf(seconds);
    if (hours === 0 && minutes === 0) return 'weniger als eine Minute';
    const parts = [
      hours > 0 ? (hours === 1 ? 'eine Stunde' : `${hours} Stunden`) : '',
      minutes > 0 ? (minutes === 1 ? 'eine Minute' : `${minutes} Minuten`) : '',
    ];
    return `etwa ${parts.filter((part) => part !== '').join(' und ')}`;
  },
  time: (ms, { zone }) => {
    const { hour, minute } = clockOf(ms, zone);
    return `${hour === 1 ? 'ein' : hour} Uhr${minute === 0 ? '' : ` ${minute}`}`;
  },
  plus: 'plus',
  group: singly,
};
