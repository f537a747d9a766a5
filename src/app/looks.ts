const stored = (key: string): string => {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
};

/**
 * Sets the colours on <html> before anything is drawn. The theme sets them in an effect, so a dark page would begin
 * with a light frame. Without a choice of the person, the system's colours are taken.
 */
export function setColours(chosen = stored('mui-mode')): void {
  const isDark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-color-scheme', isDark ? 'dark' : 'light');
}

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
