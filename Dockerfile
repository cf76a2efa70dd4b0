FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
ENV NODE_ENV=production RINGBACK_DATA=/data HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json /app/NOTICE /app/LICENSE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/scripts/ringback.mjs scripts/ringback.mjs
COPY --from=build /app/config config
COPY --from=build /app/dialogs dialogs
COPY --from=build /app/prompts prompts
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080 8084
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||8080)+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--no-memory-protection-keys", "dist/cli/main.js", "start"]
