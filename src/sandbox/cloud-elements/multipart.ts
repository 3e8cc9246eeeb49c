import { ApiError, badRequest } from "./errors.ts";

/**
 * The name of the file in the part `file` of a multipart body. What the file holds is of no interest here; a 415
 * where the body is no form, a 400 where the part is missing.
 */
export function fileNameIn(text: string, contentType: string | undefined): string {
  if (!/^multipart\/form-data\s*;/i.test(contentType ?? "")) {
    throw new ApiError(415, "Send the file as multipart/form-data");
  }
  for (const [line] of text.matchAll(/^content-disposition:\s*form-data;[^\r\n]*$/gim)) {
    if (/;\s*name="file"/i.test(line)) {
      const name = /;\s*filename="([^"]*)"/i.exec(line)?.[1];
      if (name !== undefined && name !== "") return name;
    }
  }
  throw badRequest("The form has no file in its field 'file'");
}
