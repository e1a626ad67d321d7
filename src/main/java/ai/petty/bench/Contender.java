package ai.petty.bench;

/** Who is measured; the letters are those of the report. */
enum Contender {
    COPY("(a) COPY"),
    ECHO("(b) bare echo"),
    GROUP_COMMIT("(e) bare group commit"),
    PETTY("(c) Petty"),
    INFLUX("(d) InfluxDB");

    final String title;

    Contender(String title) {
        this.title = title;
    }
}
