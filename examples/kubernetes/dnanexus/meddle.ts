import { isRecord } from "../../../src/model/value.ts";

const admin = "user-k8s_github_robot";

/**
 * Changes two things on the platform, past the configuration, as another admin of the organization would on the web
 * site: both are robots in real life, too. Says what was done.
 */
export async function meddle(
  url: string,
  tokens: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${tokens[admin]}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  await post("/org-kubernetes/setMemberAccess", { "user-k8s_publishing_bot": { level: "ADMIN" } });
  const project = firstId(await post("/org-kubernetes/findProjects", { name: "kubernetes" }));
  await post(`/${project}/invite`, { invitee: "user-k8s_release_robot", level: "ADMINISTER" });
  return [
    `${admin} makes user-k8s_publishing_bot ADMIN of org-kubernetes`,
    `${admin} lets user-k8s_release_robot ADMINISTER the project kubernetes`,
  ];
}

function firstId(answer: unknown): string {
  const results: unknown = isRecord(answer) ? answer["results"] : undefined;
  const first: unknown = Array.isArray(results) ? results[0] : undefined;
  if (!isRecord(first) || typeof first["id"] !== "string") throw new Error("There is no such project");
  return first["id"];
}
