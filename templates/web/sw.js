// Keeps nothing but a page that says "offline", its style and its icon: never a list, a customer or a form.
const SHELL = 'pitpost-shell-1'
const KEPT = ['/offline', '/assets/app.css', '/assets/icon.svg']

addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(KEPT)).then(() => skipWaiting()))
})

addEventListener('activate', (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))))
  event.waitUntil(old.then(() => clients.claim()))
})

addEventListener('fetch', (event) => {
  const { request } = event
  // Whatever a form sends goes through or fails in front of the person; nothing is sent later behind their back.
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match('/offline')))
  else if (KEPT.includes(new URL(request.url).pathname)) event.respondWith(fetch(request).catch(() => caches.match(request)))
})
