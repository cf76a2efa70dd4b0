import { clockOf, singly, waitOf, type Language } from './language.ts';

/** Times come with their article (`la 1 y 5`, `las 15`): prompts say `a {at|time}`. */
export const spanish: Language = {
  duration: (seconds) => {
    const { hours, minutes } = waitOf(seconds);
    if (hours === 0 && minutes === 0) return 'menos de un minuto';
    const parts = [
      hours > 0 ? (hours === 1 ? 'una hora' : `${hours} horas`) : '',
      minutes > 0 ? (minutes === 1 ? 'un minuto' : `${minutes} minutos`) : '',
    ];
    return `alrededor de ${parts.filter((part) => part !== '').join(' y ')}`;
  },
  time: (ms, { zone }) => {
    const { hour, minute } = clockOf(ms, zone);
    return `${hour === 1 ? 'la' : 'las'} ${hour}${minute === 0 ? '' : ` y ${minute}`}`;
  },
  plus: 'más',
  group: singly,
};
