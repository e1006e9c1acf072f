package city.emona.api.ogc;

/**
 * An error that WMS answers with a service exception report (WMS 1.3.0, 6.9.4 and tables E.1).
 * {@code code} is one of the standard's codes or empty.
 */
final class WmsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String locator;

  WmsException(String code, String locator, String message) {
    super(message);
    this.code = code;
    this.locator = locator;
  }

  WmsException(String code, String locator, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.locator = locator;
  }

  String code() {
    return code;
  }

  String locator() {
    return locator;
  }
}
