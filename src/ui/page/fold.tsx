import Box from '@mui/material/Box';
import { useState, type ReactNode } from 'react';

/** A part that unfolds. Its contents are rendered when it is opened for the first time. */
export function Fold({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <Box
      component="details"
      onToggle={(event) => {
        if (event.currentTarget.open) setOpened(true);
      }}
      sx={{
        minWidth: 0,
        '& > summary': { cursor: 'pointer', fontWeight: 'fontWeightBold', fontSize: 'h3.fontSize' },
        '&[open] > summary': { mb: 1 },
      }}
    >
      <summary>{summary}</summary>
      {opened && children}
    </Box>
  );
}
