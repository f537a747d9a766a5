import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { Needed } from '../../pki/archive/needed.ts';

/** The envelope in words: whose private key opens it. */
export const NeededList = ({ needed }: { needed: readonly Needed[] }) => (
  <Box>
    <Typography variant="body2">
      {needed.length === 1 ? 'Needs the private key of:' : 'Needs the private key of one of:'}
    </Typography>
    <Box component="ul" sx={{ my: 0.5, pl: 2.5, overflowWrap: 'anywhere', fontSize: 'body2.fontSize' }}>
      {needed.map((each) => (
        <li key={each.by === 'subject key identifier' ? each.keyIdentifier : each.alias}>
          {each.certificate && (
            <Box>
              {each.certificate.subject}, whose certificate is in {each.certificate.file}
            </Box>
          )}
          {!each.certificate && each.inKeystore !== undefined && (
            <Box>{each.inKeystore}, in the keystore</Box>
          )}
          {each.by === 'subject key identifier' ? (
            <span>
              Subject key identifier <code>{each.keyIdentifier}</code>
            </span>
          ) : (
            <>
              <span>
                Issuer DN {each.issuer}, serial number <code>{each.serialHex}</code> (decimal{' '}
                {each.serialDecimal})
              </span>
              <Box sx={{ color: 'text.secondary' }}>Alias ends with {each.alias}</Box>
            </>
          )}
        </li>
      ))}
    </Box>
  </Box>
);
