/** Loads the code that writes calendars, which is needed only after a click. */
export const expiryCalendarCode = () => import('../../domain/expiry-calendar.ts');
