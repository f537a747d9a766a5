import Button, { type ButtonProps } from '@mui/material/Button';
import { Link, type LinkProps } from 'react-router';

type ButtonLinkProps = ButtonProps & Pick<LinkProps, 'to' | 'state' | 'preventScrollReset'>;

/** A link to a page of the console that looks like a button. */
export const ButtonLink = (props: ButtonLinkProps) => <Button component={Link} {...props} />;
