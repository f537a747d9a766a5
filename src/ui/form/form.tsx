import Box from '@mui/material/Box';
import type { SxProps, Theme } from '@mui/material/styles';
import type { ReactNode } from 'react';

interface FormProps {
  onSubmit: () => void;
  sx?: SxProps<Theme>;
  noValidate?: boolean;
  children: ReactNode;
}

const below = { display: 'grid', gap: 2 } as const;

/** Fields below each other, which the page itself sends. */
export const Form = ({ onSubmit, sx = below, noValidate, children }: FormProps) => (
  <Box
    component="form"
    noValidate={noValidate}
    sx={sx}
    onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    {children}
  </Box>
);
