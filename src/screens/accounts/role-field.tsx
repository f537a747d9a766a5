import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { roles, roleText, type Role } from '../../domain/session.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

const does: Record<Role, string> = {
  administrator: 'Uploads and deletes pairs, asks for assignments, and keeps the accounts.',
  professional: 'Assigns certificates to IVR profiles, and answers requests. Never sees a private key.',
  listener: 'Listens to recordings and reads: Decrypt a Recording, for compliance. Changes nothing.',
  agent: 'Has no administrator privileges: only the Key Tools and their own account.',
};

export function RoleField({ role, onChange }: { role: Role; onChange: (role: Role) => void }) {
  const id = useId();
  return (
    <div>
      <SelectField
        label="Role"
        value={role}
        fullWidth
        describedBy={id}
        onChange={(value) => onChange(roles.find((each) => each === value) ?? role)}
      >
        {roles.map((each) => (
          <option key={each} value={each}>
            {roleText[each]}
          </option>
        ))}
      </SelectField>
      <Typography id={id} variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
        {does[role]}
      </Typography>
    </div>
  );
}
