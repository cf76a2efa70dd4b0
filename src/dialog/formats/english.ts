import { singly, waitOf, type Language } from './language.ts';

export const english: Language = {
  duration: (seconds) => {
    const { hours, minutes } = waitOf(seconds);
    if (hours === 0 && minutes === 0) return 'less than a minute';
    const parts = [hours > 0 ? count(hours, 'hour') : '', minutes > 0 ? count(minutes, 'minute') : ''];
    return `about ${parts.filter((part) => part !== '').join(' and ')}`;
  },
  time: (ms, { locale, zone }) =>
    new Intl.DateTimeFormat(locale, {
      ...{ hour: 'numeric', minute: '2-digit', hour12: true, timeZone: zone },
    })
      .format(ms)
      .replaceAll('\u202f', ' '),
  plus: 'plus',
  group: singly,
};

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
