/** What writes a calendar is loaded when one is asked for. */
export const expiryCalendarCode = () => import('../domain/expiry-calendar.ts');
