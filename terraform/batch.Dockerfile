# The image of Spark's master, its workers and the jobs: a JDK and what batch/ is made of.
#
#   ./mvnw package -Dmaven.test.skip=true
#   docker build -f terraform/batch.Dockerfile -t engage/batch:0.1.0 .
FROM docker.io/library/eclipse-temurin:25.0.3_9-jre-noble
COPY batch/target/lib /deployments/lib
COPY batch/target/engage-batch.jar /deployments/
USER 65532:65532
WORKDIR /tmp
