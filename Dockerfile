# syntax=docker/dockerfile:1

FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY config config
COPY src/main src/main
# Tests have run before an image is built. The embedded PostgreSQL is for the demo: production refuses to start on it,
# so its binaries (of four platforms) stay out.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -q -Dmaven.test.skip=true package \
    && rm target/lib/embedded-postgres-binaries-*.jar

FROM eclipse-temurin:25-jre-noble
# XGBoost's native library wants OpenMP's runtime, which the base does not have.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin petty

# The base has neither curl nor wget, and a JVM for every probe costs more than what it probes: bash speaks enough HTTP.
COPY --chmod=755 <<'SCRIPT' /opt/petty/healthy
#!/bin/bash
exec 3<>"/dev/tcp/127.0.0.1/${PETTY_MANAGEMENT_PORT:-9090}" || exit 1
printf 'GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 3 _ status _ <&3 && [ "$status" = 200 ]
SCRIPT

# Libraries change seldom and Petty often: two layers.
COPY --from=build /build/target/lib /opt/petty/lib
COPY LICENSE NOTICE /opt/petty/
COPY --from=build /build/target/petty.jar /opt/petty/petty.jar

# The authorities of Amazon RDS, which no JRE knows: PETTY_DATABASE_CA_CERTIFICATE names this file (see ecs-task.json).
ADD --chmod=644 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /opt/petty/rds-ca.pem

WORKDIR /opt/petty
USER 10001:10001
# With a read-only root file system this is the one place to write: the JVM's and Netty's own temporary files.
VOLUME /tmp

ENV PETTY_PROFILE=production
EXPOSE 8080 9090
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/petty/healthy"]
# The heap takes half of the memory: direct buffers, threads, code and sockets live in the other half. _JAVA_OPTIONS overrides.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "petty.jar"]
CMD ["serve"]
