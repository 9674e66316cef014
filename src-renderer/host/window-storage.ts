/** What this window keeps while its page is loaded again; nobody else sees it. */
export const windowStorage: Storage = sessionStorage
