/** Where the API is (marketplace.md §3). */
export const apiPrefix = "/api/v1/developer";

/** The one token endpoint (§4). */
export const tokenPath = "/v1/connect/oauth2/token";
