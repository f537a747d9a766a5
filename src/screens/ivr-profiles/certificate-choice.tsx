import TextField from '@mui/material/TextField';
import { SelectField } from '../../ui/form/select-field.tsx';
import { useTyped } from '../../ui/hooks/paused.ts';
import { dayText } from '../../ui/page/dates.ts';

interface Choice {
  id: string;
  subjectName: string;
  serialNumber: { hex: string };
  notAfter: string;
}

interface Searched {
  search: string;
  total: number;
  onSearch: (text: string) => void;
}

interface CertificateChoiceProps {
  /** Undefined before one is chosen. */
  certificate: Choice | undefined;
  choices: readonly Choice[];
  /** Where the tenant searches: `choices` are the first of `total`. */
  search?: Searched;
  onChoose: (id: string) => void;
}

/** The certificate that is put into many IVR profiles, or taken out of them. */
export function CertificateChoice({ certificate, choices, search, onChoose }: CertificateChoiceProps) {
  const others = choices.filter(({ id }) => id !== certificate?.id);
  // While a search is on, the chosen certificate may be none of the others.
  const all = certificate && others.length === choices.length ? [certificate, ...choices] : choices;
  return (
    <>
      {search && <Finder {...search} isFound={choices.length > 0} />}
      <SelectField
        label="Certificate"
        value={certificate?.id ?? ''}
        onChange={onChoose}
        fullWidth
        sx={{ mt: 1, mb: 1.5 }}
      >
        {!certificate && <option value="">Choose a certificate</option>}
        {all.map(({ id, subjectName, serialNumber, notAfter }) => (
          <option key={id} value={id}>
            {subjectName}, until {dayText(notAfter)}, serial number {serialNumber.hex}
          </option>
        ))}
      </SelectField>
    </>
  );
}

/** A few certificates are found without it. */
const FEW = 8;

function Finder({ search, total, onSearch, isFound }: Searched & { isFound: boolean }) {
  const [typed, type] = useTyped(search, onSearch);
  if (total <= FEW && typed === '' && search === '') return null;
  return (
    <TextField
      label="Find a certificate"
      type="search"
      size="small"
      fullWidth
      value={typed}
      onChange={({ target }) => type(target.value)}
      {...(isFound ? {} : { helperText: 'No certificate that can be assigned matches.' })}
      sx={{ mt: 1 }}
    />
  );
}
