package city.emona.citygen;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Kind;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Step 10 of the recipe: names from a small syllable grammar in a neutral Central-European style.
 * Each name is a function of its number; a name on the stop list (real places and rude words) is
 * drawn again. Confined to one thread.
 */
final class Names {
  private static final String[] ONSET = {
    "B", "Br", "D", "Dr", "G", "Gr", "H", "J", "K", "Kr", "L", "M", "N", "P", "R", "S", "St", "T",
    "Tr", "V", "Z", "Sl", "Ve", "Ra", "Mi"
  };
  private static final String[] CORE = {"a", "e", "i", "o", "u", "a", "e", "o"};
  private static final String[] MIDDLE = {
    "l", "n", "r", "s", "v", "m", "d", "k", "rn", "ld", "st", "nd", "rv", "lm", "sk", "vn"
  };
  private static final String[] TOWN = {
    "ava", "ice", "grad", "burg", "dorf", "ov", "in", "ica", "berg", "feld", "an", "ora", "ec"
  };
  private static final String[] FAMILY = {
    "ar", "ek", "er", "nik", "ic", "mann", "ov", "an", "ler", "ik", "in", "as"
  };
  private static final String[] TREE = {
    "Linden", "Chestnut", "Willow", "Poplar", "Birch", "Cherry", "Walnut", "Maple", "Ash", "Alder",
    "Meadow", "Orchard", "Vineyard", "Brook", "Hill", "Sunny", "Garden", "Mill", "Quarry", "Forest"
  };
  private static final String[] OLD = {
    "Baker",
    "Cooper",
    "Tanner",
    "Fisher",
    "Weaver",
    "Salt",
    "Smith",
    "Bell",
    "Monk",
    "Rope",
    "Corn",
    "Glass",
    "Copper",
    "Wine",
    "Butcher",
    "Church",
    "Town Hall",
    "Old Moat",
    "Hospital",
    "Furrier"
  };
  private static final Set<String> STOP =
      Set.of(
          "berlin",
          "dublin",
          "vienna",
          "graz",
          "salzburg",
          "maribor",
          "ljubljana",
          "zagreb",
          "brno",
          "krakow",
          "minsk",
          "belgrad",
          "beograd",
          "novigrad",
          "stalin",
          "gorica",
          "hamburg",
          "strasburg",
          "marburg",
          "jewice",
          "nazi",
          "kurva",
          "slut",
          "lusin");

  private final Dice dice;
  private final Set<String> taken = new HashSet<>();

  Names(Dice dice) {
    this.dice = dice;
  }

  /** A place name, used once. */
  String place(long id) {
    for (long attempt = 0; ; attempt++) {
      String name = word(id * 64 + attempt, TOWN);
      if (!STOP.contains(name.toLowerCase(Locale.ROOT)) && taken.add(name)) {
        return name;
      }
    }
  }

  private String word(long key, String[] endings) {
    String a = pick(ONSET, key, 1) + "";
    String vowel = "aeiou".indexOf(a.charAt(a.length() - 1)) >= 0 ? "" : pick(CORE, key, 2);
    String end = pick(endings, key, 4);
    return a + vowel + pick(MIDDLE, key, 3) + end;
  }

  private String pick(String[] from, long key, long part) {
    return from[dice.below(Stage.NAMES, key, part, from.length)];
  }

  /** Name of a main road that leaves the region: after a far town that is not in it. */
  String gateRoad(int gate) {
    return word(3_000_000L + gate, TOWN) + " Road";
  }

  /** A street's name by its label and fabric; empty for paths that have none. */
  String street(int label, Kind kind, Fabric fabric) {
    long key = 1_000_000L + label;
    double kindOfName = dice.unit(Stage.NAMES, key, 9);
    if (kind == Kind.SERVICE || (kind == Kind.RESIDENTIAL && kindOfName < 0.06)) {
      return "";
    }
    if (fabric == Fabric.MEDIEVAL && kindOfName < 0.75) {
      return pick(OLD, key, 5) + (kindOfName < 0.4 ? " Lane" : " Street");
    }
    String type =
        kind.isArterial() ? (kindOfName < 0.5 ? " Avenue" : " Street") : endOf(kindOfName);
    if (kindOfName < 0.4) {
      return pick(TREE, key, 6) + type;
    }
    return word(key, FAMILY) + type;
  }

  private static String endOf(double draw) {
    return draw < 0.15 ? " Way" : draw < 0.3 ? " Lane" : draw < 0.8 ? " Street" : " Row";
  }
}
