/**
 * Text that no CI system takes for a command. Names come from tenants and documents, and a pipeline's runner carries out what stands in the
 * output of a step: GitHub Actions a line that begins with `::command::`, Azure DevOps `##vso[…]` anywhere in a line and `##[…]` at its
 * beginning, GitLab `section_start:` after a carriage return. JSON keeps its meaning: there a character is written by its number.
 */
export function withoutCiCommands(text: string): string {
  if (/^\s*[{[]/.test(text)) return text.replaceAll(/##(vso)?\[/g, '##$1\\u005b')
  return text
    .replaceAll(/(^|[\n\r\u2028\u2029\u0085])([^\S\n\r\u2028\u2029]*)(?=::)/g, '$1$2\\')
    .replaceAll(/##(vso)?\[/g, '##$1\\[')
    .replaceAll(/(^|[\n\r])([^\S\n\r]*)(?=section_(?:start|end):)/g, '$1$2\\')
}
