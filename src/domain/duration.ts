import { counted } from './counted.ts';

/** Minutes and seconds, as in media players: "0:06". From one hour on, with hours: "1:02:03". */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** How long something lasts, in the two units that say enough: "1 h 58 min", "12 days". Begun minutes count. */
export function waitText(milliseconds: number): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
  if (minutes >= 2 * 24 * 60) return counted(Math.floor(minutes / (24 * 60)), 'day');
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 && `${hours} h`, (rest > 0 || hours === 0) && `${rest} min`].filter(Boolean).join(' ');
}

const two = (number: number) => String(number).padStart(2, '0');
