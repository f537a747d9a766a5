const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const minute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const second = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' });

/** RFC 5280, 4.1.2.5: "99991231235959Z" stands for no expiry. */
const forever = (iso: string) => iso.startsWith('9999-12-31');

/** In the person's own form and time zone: "21 Nov 2036". */
export const dayText = (iso: string) => (forever(iso) ? 'No expiry' : day.format(new Date(iso)));
export const minuteText = (iso: string) => (forever(iso) ? 'No expiry' : minute.format(new Date(iso)));
/** Exact, in UTC, as certificates say it. */
export const utcText = (iso: string) => (forever(iso) ? 'No expiry' : second.format(new Date(iso)));
