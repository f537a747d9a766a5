import { nameApart, type Named } from '../../domain/same-name.ts';
import { dayText } from './dates.ts';

/** The name of a certificate in a text, told apart from others if the tenant says that they have the same one. */
export const nameOf = (certificate: Named): string => nameApart(certificate, dayText);
