/**
 * Characters that a reader does not see and a terminal, a browser or a CI log may obey: C1 and the rest of Unicode's controls of direction,
 * line and width. C0 is not among them: each place has its own rule for tabs and line ends. Joiners are not either: scripts need them.
 */
export const unseenCharacters = [
  '\\u007F-\\u009F',
  '\\u061C',
  '\\u180E',
  '\\u200B\\u200E\\u200F',
  '\\u2028-\\u202E',
  '\\u2060-\\u206F',
  '\\uFEFF',
  '\\uFFF9-\\uFFFB',
  // Letters of tags: ASCII that nobody sees.
  '\\u{E0000}-\\u{E007F}',
].join('')
