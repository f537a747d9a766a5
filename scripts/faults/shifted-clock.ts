/**
 * Loaded into a server before its own code (`node --import`): its clock is ahead by SHIFT_DAYS, as one that was set
 * wrongly.
 */
const shift = Number(process.env['SHIFT_DAYS']) * 24 * 60 * 60_000;
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (_, given: [number?]) =>
    given.length === 0 ? new RealDate(RealDate.now() + shift) : new RealDate(...(given as [number])),
  get: (target, name) => (name === 'now' ? () => RealDate.now() + shift : Reflect.get(target, name)),
});
