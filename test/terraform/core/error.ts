/** Thrown where a provider breaks a rule of Terraform's core: "This is a bug in the provider". */
export class CoreError extends Error {
  override readonly name = "CoreError";
  readonly summary: string;
  readonly detail: string;

  constructor(summary: string, detail: string) {
    super(`${summary}: ${detail}`);
    this.summary = summary;
    this.detail = detail;
  }
}
