import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

export interface PageProps {
  title: string;
  /** The menu that the page belongs to: "Administration". */
  where?: ReactNode;
  intro?: ReactNode;
  actions?: ReactNode;
  /**
   * For pages of text, which is easier to read in a column. Lists take the whole width. Both begin at the same left
   * edge.
   */
  narrow?: boolean;
  children: ReactNode;
}

/** The frame that all screens share: menu, title, actions and content. */
export function Page({ title, where, intro, actions, narrow, children }: PageProps) {
  return (
    <Box sx={{ px: { xs: 2, md: 3 }, py: 3, maxWidth: 1680, mx: 'auto' }}>
      <title>{`${title} – Recording Certificate Console`}</title>
      <Box sx={{ maxWidth: narrow ? 912 : 'none' }}>
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', alignItems: 'flex-start', mb: 2.5 }}>
          <Box sx={{ flex: '1 1 320px', minWidth: 0 }}>
            {where && (
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                {where}
              </Typography>
            )}
            <Typography variant="h1" sx={{ overflowWrap: 'anywhere' }}>
              <bdi>{title}</bdi>
            </Typography>
            {intro && (
              <Typography sx={{ color: 'text.secondary', mt: 0.5, maxWidth: 720 }}>{intro}</Typography>
            )}
          </Box>
          {actions && <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>{actions}</Box>}
        </Box>
        {children}
      </Box>
    </Box>
  );
}
