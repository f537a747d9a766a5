import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Fragment } from 'react';
import { numberText } from '../../domain/counted.ts';
import type { CopiesReport } from '../../pki/pile/copies.ts';
import { placeText, type LeftOut } from '../../pki/pile/report.ts';
import { Section } from '../../ui/page/section.tsx';
import { Fold } from '../../ui/page/fold.tsx';
import { toolSentence } from '../../domain/tool-sentence.ts';

/** Broken files are shown with the reason; files that are simply something else are folded away. */
export function NotUsed({ report: { files, leftOut, notRead } }: { report: CopiesReport }) {
  const broken = leftOut.filter(({ why }) => typeof why === 'object');
  const strange = leftOut.filter(({ why }) => typeof why === 'string');
  return (
    <>
      {notRead > 0 && (
        <Alert role="alert" severity="warning">
          {`Cancelled: ${notRead === 1 ? 'one file was' : `${numberText(notRead)} files were`} not read.`}
        </Alert>
      )}
      {broken.length > 0 && (
        <Section title="Cannot be used">
          <List entries={broken} />
        </Section>
      )}
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {files === 1 ? 'One file was read.' : `${numberText(files)} files were read.`}
      </Typography>
      {strange.length > 0 && (
        <Fold
          summary={
            strange.length === 1
              ? 'One file contains nothing of use here'
              : `${numberText(strange.length)} files contain nothing of use here`
          }
        >
          <List entries={strange} />
        </Fold>
      )}
    </>
  );
}

/** How many files are named for one reason: an archive may contain thousands, and hide what else there is. */
const NAMED = 20;

const List = ({ entries }: { entries: readonly LeftOut[] }) => (
  <Box component="ul" sx={{ m: 0, pl: 2.5, overflowWrap: 'anywhere' }}>
    {[...Map.groupBy(entries, reasonOf)].map(([reason, some]) => (
      <Fragment key={reason}>
        {some.slice(0, NAMED).map((entry, index) => (
          <Typography component="li" variant="body2" key={`${placeText(entry)} ${index}`}>
            {typeof entry.why === 'string'
              ? `${placeText(entry)}: ${entry.why}.`
              : toolSentence(entry.why, placeText(entry))}
          </Typography>
        ))}
        {some.length > NAMED && (
          <Typography component="li" variant="body2">
            {`And ${numberText(some.length - NAMED)} more for the same reason.`}
          </Typography>
        )}
      </Fragment>
    ))}
  </Box>
);

const reasonOf = ({ why }: LeftOut): string => (typeof why === 'string' ? why : why.code);
