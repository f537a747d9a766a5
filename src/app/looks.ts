const stored = (key: string): string => {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
};

/**
 * Tells the server how this browser shows things, for the next document (`first-page/looks.ts`): the time zone, and the
 * colours and the density that the person chose here. Nothing of it is of the session.
 */
export function rememberLooks(): void {
  const looks = [
    new Intl.DateTimeFormat().resolvedOptions().timeZone,
    stored('mui-mode'),
    stored('list-density'),
  ].join();
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `looks=${encodeURIComponent(looks)}; Path=/; SameSite=Strict; Max-Age=31536000${secure}`;
}
