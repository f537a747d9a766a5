import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { certificateQuery, foundCertificatesQuery } from '../../client/queries/certificates.ts';
import { usePaused } from '../../ui/hooks/paused.ts';
import { dayText } from '../../ui/page/dates.ts';

interface CertificateFieldProps {
  /** The id of the certificate that is chosen. */
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

interface Choice {
  id: string;
  label: string;
}

/** Chooses a certificate by a search at the tenant: the browser does not have the whole keystore. */
export function CertificateField({ value, onChange }: CertificateFieldProps) {
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const search = usePaused(typed);
  const found = useInfiniteQuery({
    ...foundCertificatesQuery(search),
    enabled: isOpen,
  });
  const chosen = useQuery({ ...certificateQuery(value ?? ''), enabled: value !== undefined, retry: false });
  const choiceOf = ({
    id,
    subjectName,
    serialNumber,
    notAfter,
  }: NonNullable<typeof chosen.data>): Choice => ({
    id,
    label: `${subjectName}, until ${dayText(notAfter)}, ${serialNumber.hex}`,
  });
  const choice =
    value === undefined ? null : chosenAs(value, chosen.data && choiceOf(chosen.data), chosen.isError);
  return (
    <Autocomplete
      size="small"
      sx={{ width: 260, maxWidth: '100%' }}
      options={(found.data?.pages[0]?.items ?? []).map(choiceOf)}
      // The tenant has filtered them.
      filterOptions={(options) => options}
      isOptionEqualToValue={(option, { id }) => option.id === id}
      getOptionKey={({ id }) => id}
      loading={found.isPending && isOpen}
      noOptionsText="No certificate matches."
      value={choice}
      onOpen={() => {
        setTyped('');
        setOpen(true);
      }}
      onClose={() => setOpen(false)}
      onInputChange={(_, text, reason) => reason === 'input' && setTyped(text)}
      onChange={(_, picked) => onChange(picked?.id)}
      renderInput={(params) => <TextField {...params} label="Encrypted for" />}
    />
  );
}

const chosenAs = (id: string, known: Choice | undefined, isUnknown: boolean): Choice =>
  known ?? { id, label: isUnknown ? 'A certificate that is not in the keystore' : '' };
