import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

interface PageProps {
  title: string;
  /** Where in the product this is: "Administration". */
  where?: ReactNode;
  intro?: ReactNode;
  actions?: ReactNode;
  /** Text is read best in a column; lists take the whole width. Both begin at the same left edge. */
  narrow?: boolean;
  children: ReactNode;
}

/** The frame that every screen shares: its place, its name, its actions, its content. */
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
              {title}
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
