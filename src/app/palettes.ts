/** The colours of both schemes, for the theme and for what is drawn before any script. */
export const palettes = {
  light: {
    primary: { main: '#0b6e62', dark: '#07564d', contrastText: '#fff' },
    background: { default: '#f6f7f9', paper: '#ffffff' },
    text: { primary: '#1b2733', secondary: '#52606d' },
    success: { main: '#1d7a3a' },
    warning: { main: '#9a5b00' },
    error: { main: '#b3261e' },
    info: { main: '#1b5f9e' },
    divider: '#dde2e7',
  },
  dark: {
    primary: { main: '#4cc2b0', dark: '#37a898', contrastText: '#06201c' },
    background: { default: '#0f151c', paper: '#17202a' },
    text: { primary: '#e4e9ee', secondary: '#b4c0cb' },
    success: { main: '#6fcf8a' },
    warning: { main: '#f0b45b' },
    error: { main: '#ff8a80' },
    info: { main: '#7ab8f5' },
    divider: '#2b3743',
  },
} as const;

/** The header is dark in both schemes. */
export const header = { background: '#10263b', text: '#fff', mark: '#4cc2b0', onMark: '#06201c' } as const;
