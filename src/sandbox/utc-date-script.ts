/**
 * Evaluates to `(clock) => void`, which puts a `Date` in the place of the built-in one: the present is the clock's,
 * and local time is UTC, whatever the zone of the machine.
 */
export const utcDateScript = `(clock) => {
  'use strict';
  const RealDate = Date;
  const { prototype, UTC } = RealDate;
  const timeOf = prototype.getTime;
  const two = (number) => String(number).padStart(2, '0');

  // ECMAScript 21.4.3.2: a date alone is UTC already; any other text without a zone would be local time.
  const hasZone = /^[+-]?\\d{4,6}(-\\d\\d){0,2}$|(Z|GMT|UTC?|[ECMP][SD]T|[+-]\\d\\d?:?\\d\\d)(\\s*\\(.*\\))?\\s*$/i;
  const isoTime = /^[+-]?\\d{4,6}-\\d\\d(-\\d\\d)?T[\\d:.,]+$/;
  const parseDate = (text) => {
    const zone = hasZone.test(text) ? '' : isoTime.test(text) ? 'Z' : ' UTC';
    return RealDate.parse(text + zone);
  };
  const timeFrom = (value) => {
    if (value instanceof RealDate) return timeOf.call(value);
    const plain = Object(value) === value ? value[Symbol.toPrimitive]?.('default') ?? value.valueOf() : value;
    return typeof plain === 'string' ? parseDate(plain) : Number(Object(plain) === plain ? String(plain) : plain);
  };

  function UtcDate(...list) {
    if (new.target === undefined) return new UtcDate().toString();
    const time = list.length === 0 ? clock() : list.length === 1 ? timeFrom(list[0]) : UTC(...list);
    return Reflect.construct(RealDate, [time], new.target);
  }
  UtcDate.prototype = prototype;
  UtcDate.UTC = UTC;
  UtcDate.parse = (text) => parseDate(String(text));
  UtcDate.now = () => clock();
  Object.defineProperty(UtcDate, 'name', { value: 'Date' });
  prototype.constructor = UtcDate;

  for (const part of ['Date', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds']) {
    prototype['get' + part] = prototype['getUTC' + part];
    prototype['set' + part] = prototype['setUTC' + part];
  }
  prototype.getDay = prototype.getUTCDay;
  const method = (name, make) => {
    prototype[name] = function () { return isNaN(timeOf.call(this)) ? 'Invalid Date' : make(this); };
  };
  const dayOf = (date) => date.toUTCString().replace(/^(\\w+), (\\d+) (\\w+) (-?\\d+) .*/, '$1 $3 $2 $4');
  const clockOf = (date) => [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const localDay = (date) => [two(date.getUTCMonth() + 1), two(date.getUTCDate()), date.getUTCFullYear()].join('/');
  method('toDateString', dayOf);
  method('toTimeString', (date) => clockOf(date) + ' GMT+0000');
  method('toString', (date) => dayOf(date) + ' ' + clockOf(date) + ' GMT+0000');
  method('toLocaleDateString', localDay);
  method('toLocaleTimeString', clockOf);
  method('toLocaleString', (date) => localDay(date) + ', ' + clockOf(date));
  prototype.getTimezoneOffset = function () { return isNaN(timeOf.call(this)) ? NaN : 0; };
  prototype.getYear = function () { return this.getUTCFullYear() - 1900; };
  prototype.setYear = function (year) { return this.setUTCFullYear(year >= 0 && year <= 99 ? 1900 + Number(year) : year); };
  globalThis.Date = UtcDate;
}`;
