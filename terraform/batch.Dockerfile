# The image of Spark's master, its workers and the jobs: a JDK, and batch/ with all it is made of, laid out as Spark's workers look for it.
#
#   ./mvnw package -Dmaven.test.skip=true
#   docker build -f terraform/batch.Dockerfile -t engage/batch:0.1.0 .
FROM docker.io/library/eclipse-temurin:25.0.3_9-jre-noble
# Hadoop's login wants a name for its user.
RUN useradd --uid 65532 --user-group --home-dir /tmp --shell /usr/sbin/nologin spark
COPY batch/target/lib /opt/spark/jars
COPY batch/target/engage-batch.jar /opt/spark/jars/
ENV SPARK_HOME=/opt/spark SPARK_SCALA_VERSION=2.13
USER 65532:65532
WORKDIR /tmp
