/**
 * Answers carry secrets that nobody asked for: that of the organization, that of a new user (shown once), a password
 * that was just set (cloud-elements.md §5.3, §6). They go before anything else looks at the text, also where the text
 * breaks off in the middle of one.
 */
const secret = /("(?:secret|password|oauthToken)"\s*:\s*")(?:[^"\\]|\\.)*\\?("|$)/g;

export function withoutSecrets(text: string): string {
  return text.replace(secret, '$1[redacted]"');
}
