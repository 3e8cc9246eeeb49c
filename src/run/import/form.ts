import type { Form } from "../../config/form.ts";

/** The form of a kind below (or at) a form. */
export function formNamed(form: Form, kind: string): Form {
  const found = search(form, kind);
  if (found === null) throw new Error(`there is no kind ${kind} below ${form.kind.name}`);
  return found;
}

function search(form: Form, kind: string): Form | null {
  if (form.kind.name === kind) return form;
  for (const child of form.collections) {
    const found = search(child, kind);
    if (found !== null) return found;
  }
  return null;
}
