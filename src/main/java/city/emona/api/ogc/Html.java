package city.emona.api.ogc;

/** The frame of the plain pages on which a person reads what a program gets as JSON. */
final class Html {
  private static final String STYLE =
      "body{font:14px/1.5 system-ui,sans-serif;color:#2b2e33;background:#fff;margin:0 auto;"
          + "max-width:72rem;padding:1rem}h1{font-size:1.6rem}h2{font-size:1.15rem}"
          + "table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
          + "th,td{border:1px solid #d8d4cc;padding:.2rem .5rem;text-align:left;vertical-align:top}"
          + "th{background:#f6f5f2}nav{color:#6b6f76}a{color:#0b5cad}"
          + ".wide{overflow-x:auto}@media(prefers-color-scheme:dark){body{background:#14171b;"
          + "color:#d5dae1}th{background:#1e2226}th,td{border-color:#3a3f45}a{color:#7db6f0}}";

  private Html() {}

  static String page(String title, String body) {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
        + text(title)
        + "</title><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>"
        + STYLE
        + "</style></head><body><h1>"
        + text(title)
        + "</h1>"
        + body
        + "</body></html>\n";
  }

  static String text(String s) {
    return s.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static String link(String href, String words) {
    return "<a href=\"" + text(href) + "\">" + text(words) + "</a>";
  }
}
