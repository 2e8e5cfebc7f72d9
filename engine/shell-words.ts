/** Words of a command line as a POSIX shell reads them: what is printed to be run is run as it is meant, whatever names hold. */

/** As it is where no shell sees anything in it; else in single quotes. */
export function shellQuoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
