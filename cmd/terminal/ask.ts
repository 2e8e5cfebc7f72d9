/** One question on the terminal. On stderr, as all of the conversation: stdout may be a file meanwhile. */

/** What was typed, without blanks around it; null: the question was left, by Ctrl-C or because the command is stopped. */
export type Ask = (question: string, signal: AbortSignal) => Promise<string | null>

export const askOnTerminal: Ask = async (message, signal) => {
  const { input } = await import('@inquirer/prompts')
  try {
    const typed = await input({ message }, { signal, output: process.stderr })
    return typed.trim()
  } catch (error) {
    if (error instanceof Error && /^(ExitPromptError|AbortPromptError)$/.test(error.name)) return null
    throw error
  }
}
