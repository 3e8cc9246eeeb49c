/** Log lines that Terraform takes apart: JSON on standard error, in the format of hclog. */

export type Level = "debug" | "info" | "warn" | "error";
export type Log = (level: Level, message: string, fields?: Record<string, string | number>) => void;

/** One line. Terraform only reads it as JSON with six digits of fractional seconds. */
export function logLine(
  level: Level,
  message: string,
  fields: Readonly<Record<string, string | number>>,
  now: Date,
): string {
  const line = {
    ...fields,
    "@level": level,
    "@message": message,
    "@module": "charter",
    "@timestamp": now.toISOString().replace("Z", "000Z"),
  };
  return `${JSON.stringify(line)}\n`;
}

export function createLog(write: (text: string) => void): Log {
  return (level, message, fields = {}) => write(logLine(level, message, fields, new Date()));
}
