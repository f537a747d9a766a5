import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { counted, sizeText } from '../../domain/counted.ts';
import type { Run } from './runs.ts';

type Zip = NonNullable<Extract<Run, { kind: 'opened' }>['zip']>;

/** What is in a decrypted zip: an export of contact data is one. It is saved as it is. */
export const ZipContents = ({ zip: { files, count } }: { zip: Zip }) => (
  <Box>
    <Typography>{`It is a zip with ${counted(count, 'file')}:`}</Typography>
    <Box
      component="ul"
      tabIndex={0}
      aria-label="Files in the zip"
      sx={{
        maxHeight: 260,
        overflow: 'auto',
        my: 1,
        pl: 2.5,
        overflowWrap: 'anywhere',
        fontSize: 'body2.fontSize',
      }}
    >
      {files.map(({ name, size }) => (
        <li key={name}>
          {name}, {sizeText(size)}
        </li>
      ))}
      {count > files.length && <li>{`and ${counted(count - files.length, 'more file')}`}</li>}
    </Box>
  </Box>
);
