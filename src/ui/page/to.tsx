import Link, { type LinkProps } from '@mui/material/Link';
import { Link as RouterLink, type LinkProps as RouterLinkProps } from 'react-router';

type ToProps = LinkProps & Pick<RouterLinkProps, 'to' | 'replace' | 'preventScrollReset'>;

/** A link to a page of the console. In a text it is underlined: colour alone does not tell it from the words around. */
export const To = (props: ToProps) => <Link component={RouterLink} underline="always" {...props} />;
