import { createTheme } from '@mui/material/styles';
import { header, palettes } from './palettes.ts';

/**
 * Marks the focused element, with a contrast of 3:1 or more to its surroundings. On other backgrounds `--focus-ring` is
 * set differently.
 */
const focusRing = { outline: '2px solid var(--focus-ring)', outlineOffset: 2 } as const;

/** The colours of the light scheme as the variables of the theme, on white. */
const lightVariables: Record<string, string> = { colorScheme: 'light' };
for (const [name, colours] of Object.entries(palettes.light)) {
  const parts = typeof colours === 'string' ? { '': colours } : colours;
  for (const [part, colour] of Object.entries(parts)) {
    lightVariables[['--mui-palette', name, part].filter(Boolean).join('-')] = colour;
  }
}
lightVariables['--mui-palette-background-default'] = palettes.light.background.paper;

/**
 * One theme with two colour schemes. The person's choice, or the system's, is set as `data-color-scheme` on <html>. In
 * both schemes, the contrast of every text with its background is 4.5:1 or more.
 */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-color-scheme' },
  colorSchemes: {
    light: { palette: palettes.light },
    dark: { palette: palettes.dark },
  },
  motion: { reducedMotion: 'system' },
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
    // All sizes of text. A screen uses one of these, such as `fontSize: 'caption.fontSize'`, and never a size of its
    // own.
    fontWeightMedium: 600,
    fontWeightBold: 650,
    h1: { fontSize: '1.625rem', fontWeight: 650, letterSpacing: '-0.01em' },
    h2: { fontSize: '1.125rem', fontWeight: 650 },
    h3: { fontSize: '0.95rem', fontWeight: 650 },
    h6: { fontSize: '1.25rem' },
    body1: { fontSize: '1rem' },
    body2: { fontSize: '0.875rem' },
    caption: { fontSize: '0.8125rem' },
    button: { textTransform: 'none' },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: ({ vars }) => ({
        ':root': { '--focus-ring': vars?.palette.primary.main },
        ':focus-visible': focusRing,
        // On paper every page is light, without the frame around it.
        '@media print': {
          'html[data-color-scheme]': { ...lightVariables, fontSize: 12 },
          // The static page has colours of its own for <body>.
          ':root[data-color-scheme] body': {
            backgroundColor: palettes.light.background.paper,
            color: palettes.light.text.primary,
          },
          'header.MuiAppBar-root': { display: 'none !important' },
        },
        // Forced colours remove all backgrounds, so elements that differ only by their background get a border.
        '@media (forced-colors: active)': {
          '.MuiButton-root.MuiButton-contained, .MuiPaper-root.MuiDialog-paper, .MuiPaper-root.MuiAlert-root':
            {
              border: '1px solid',
            },
        },
      }),
    },
    MuiAppBar: {
      defaultProps: { color: 'transparent', elevation: 0 },
      styleOverrides: {
        root: {
          '--focus-ring': header.text,
          '--header-mark': header.mark,
          '--header-on-mark': header.onMark,
          backgroundColor: header.background,
          color: header.text,
        },
      },
    },
    // MUI marks the focus with a ripple, which is too faint and is missing in forced colours.
    MuiButtonBase: { styleOverrides: { root: { '&:focus-visible, &.Mui-focusVisible': focusRing } } },
    MuiCheckbox: { styleOverrides: { root: { '&.Mui-focusVisible': { outlineOffset: -6 } } } },
    MuiRadio: { styleOverrides: { root: { '&.Mui-focusVisible': { outlineOffset: -6 } } } },
    MuiMenuItem: { styleOverrides: { root: { '&.Mui-focusVisible': { outlineOffset: -2 } } } },
    MuiListItemButton: { styleOverrides: { root: { '&.Mui-focusVisible': { outlineOffset: -2 } } } },
    MuiButton: { defaultProps: { disableElevation: true, disableFocusRipple: true } },
    MuiIconButton: { defaultProps: { disableFocusRipple: true } },
    // At 400 % zoom there is little room between a dialog's title and its buttons, so the whole dialog scrolls.
    MuiDialog: {
      styleOverrides: {
        paper: {
          '@media (max-height: 480px)': {
            display: 'block',
            maxHeight: 'calc(100% - 16px)',
            margin: 8,
            '& .MuiDialogContent-root': { overflow: 'visible' },
          },
        },
      },
    },
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    // Only news is announced immediately; those alerts set `role="alert"` themselves.
    MuiAlert: {
      defaultProps: { role: 'none' },
      styleOverrides: { message: { minWidth: 0, overflowWrap: 'anywhere' } },
    },
    MuiLink: { defaultProps: { underline: 'hover' } },
    MuiTableCell: { styleOverrides: { head: { fontWeight: 600 } } },
  },
});
