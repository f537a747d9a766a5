function chosen(): string {
  try {
    return localStorage.getItem('mui-mode') ?? '';
  } catch {
    return '';
  }
}

/**
 * Sets the colours on <html> before anything is drawn. The theme sets them in an effect, so a dark page would begin
 * with a light frame. Without a choice of the person, the system's colours are taken.
 */
export function setColours(mode = chosen()): void {
  const isDark = mode === 'dark' || (mode !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-color-scheme', isDark ? 'dark' : 'light');
}

/** Tells the server the colours that the person chose here, for the next document. */
export function rememberColours(): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `colours=${encodeURIComponent(chosen())}; Path=/; SameSite=Strict; Max-Age=31536000${secure}`;
}
