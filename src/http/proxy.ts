/** Proxies by scheme, and the hosts that need none: the values of HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
export interface ProxySettings {
  readonly http?: string;
  readonly https?: string;
  readonly none?: string;
}

/** What is wrong with the URL of a proxy, as the end of a sentence; the URL may hold a password and is not repeated. */
export function proxyProblem(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") {
    return "is not the URL of a proxy; write it like http://proxy.example:3128.";
  }
  if (decoded(url.username) === null || decoded(url.password) === null) {
    return "holds a user or a password with a stray %; write %25 for it.";
  }
  return null;
}

/** Passwords in the URLs of proxies, as they are written and as they are sent. */
export function proxyPasswords({ http, https }: ProxySettings = {}): readonly string[] {
  return [http, https].flatMap((text) => {
    const password = URL.parse(text ?? "")?.password ?? "";
    return password === "" ? [] : [password, decoded(password) ?? ""];
  });
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
