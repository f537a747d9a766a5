import { dayText } from '../../ui/page/dates.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

interface Choice {
  id: string;
  subjectName: string;
  serialNumber: { hex: string };
  notAfter: string;
}

interface CertificateChoiceProps {
  /** Undefined before one is chosen. */
  certificate: Choice | undefined;
  choices: Iterable<Choice>;
  onChoose: (id: string) => void;
}

/** The certificate that is put into many IVR profiles, or taken out of them. */
export const CertificateChoice = ({ certificate, choices, onChoose }: CertificateChoiceProps) => (
  <SelectField
    label="Certificate"
    value={certificate?.id ?? ''}
    onChange={onChoose}
    fullWidth
    sx={{ mt: 1, mb: 1.5 }}
  >
    {!certificate && <option value="">Choose a certificate</option>}
    {[...choices].map(({ id, subjectName, serialNumber, notAfter }) => (
      <option key={id} value={id}>
        {subjectName}, until {dayText(notAfter)}, serial number {serialNumber.hex}
      </option>
    ))}
  </SelectField>
);
