/** Stands in, on Workers, for packages that Bolt imports and pitpost never uses there. */

/** Constructing anything from an absent package is a bug. */
const absent: unknown = new Proxy(class Absent {}, {
  construct: () => {
    throw new Error('this package is not part of the Workers build')
  },
})

export const SocketModeClient = absent
export const InstallProvider = absent
export const Router = absent
export default absent
